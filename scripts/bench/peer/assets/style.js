// dash-leaflet finds a function by its name in `window`, Dash in `dash_clientside`; the year that is
// shown is what Dash puts into `hideout`.
window.peer = {
  style: (feature, context) => ({
    className: `town town-${feature.properties.town_code}`,
    fillColor: feature.properties.fills[context.hideout],
    fillOpacity: 1, color: "#ffffff", weight: 1,
  }),
};
window.dash_clientside = { ...window.dash_clientside, peer: { year: (year) => year } };
