/** Light and dark: what the person chose, what the system says, and the one that holds. */
import { readable, writable, derived, type Readable } from 'svelte/store';
import { CLASS_COLORS, type ThemeName } from '../plots/palette';

export type ThemeChoice = 'system' | ThemeName;

const STORAGE_KEY = 'lookbook-theme';

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system'; // Storage may be blocked; the theme is not worth a failure.
  }
}

const systemTheme = readable<ThemeName>('light', (set) => {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const tell = (): void => set(query.matches ? 'dark' : 'light');
  tell();
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
});

export const themeChoice = writable<ThemeChoice>(storedChoice());

/** The theme that holds now. */
export const theme: Readable<ThemeName> = derived([themeChoice, systemTheme], ([choice, system]) =>
  choice === 'system' ? system : choice,
);

/** Keeps the page's attributes and class colours in step with the theme, and the choice across visits. */
export function followTheme(): void {
  const root = document.documentElement;
  theme.subscribe((name) => {
    root.dataset.theme = name;
    CLASS_COLORS[name].forEach((color, index) => root.style.setProperty(`--class-${index}`, color));
  });
  themeChoice.subscribe((choice) => {
    try {
      localStorage.setItem(STORAGE_KEY, choice);
    } catch {
      // As above.
    }
  });
}
