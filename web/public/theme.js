// Before the first paint, so that nobody sees the wrong light for a moment.
(function () {
  var kept = null;
  try { kept = localStorage.getItem('greenroom.theme'); } catch (refused) { /* a private window may refuse */ }
  var light = kept === 'light' || (kept !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
})();
