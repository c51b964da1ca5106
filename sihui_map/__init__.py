"""碳达峰一张图: what the numbers mean, where they come from, how they are shown."""
