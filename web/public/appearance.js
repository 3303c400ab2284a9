// Runs before the first paint, so that a dark page never flashes white and rows never change height.
// The keys are those of web/theme/appearance.ts.
(() => {
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const scheme = kept('workledger.colorScheme');
  const dark =
    scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  document.documentElement.dataset.density =
    kept('workledger.density') === 'compact' ? 'compact' : 'comfortable';
  // Nobody has chosen yet: a laptop has more use for the room than for the names.
  document.documentElement.dataset.nav = kept('workledger.nav') ?? (innerWidth < 1180 ? 'folded' : 'open');
})();
