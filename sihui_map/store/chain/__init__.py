"""The chain: one SHA-256 over everything that was ever written, in the order it was written.

Each link covers one record and the link before it, with 256 bits. So a record that is changed,
removed or put in between shows, and the newest link stands for everything before it. There is no
secret in it: whoever may write to the database can make the whole chain anew, or cut off its
newest end with the records. Only a head that was written down elsewhere shows that.

What a link covers is fixed for ever: a column that the schema gets later needs a kind of its own.
"""
