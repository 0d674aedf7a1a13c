// Keys that a web view takes for itself. The page hears them all the same: only the web view's own act is prevented.
(() => {
  const alone = new Set(['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12']);
  const withControl = new Set(['f', 'g', 'j', 'o', 'p', 'r', 's', 'u', 'F5']);
  window.addEventListener(
    'keydown',
    (event) => {
      const control = event.ctrlKey || event.metaKey;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if ((!control && !event.altKey && alone.has(key)) || (control && withControl.has(key))) event.preventDefault();
    },
    { capture: true },
  );
  window.addEventListener('contextmenu', (event) => {
    const field = event.target instanceof Element && event.target.closest('input, textarea');
    if (!field) event.preventDefault();
  });
})();
