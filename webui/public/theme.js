// Runs before the first paint: a chosen theme wins over the system's, so that nothing flashes.
(() => {
  try {
    const theme = localStorage.getItem("runnel.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is off: the system's theme is used.
  }
})();
