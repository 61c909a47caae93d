/** Light and dark: what the person chose, what the system says, and the one that holds. */
import type { ThemeName } from '../plots/class-colors';

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

class Theme {
  readonly #query = matchMedia('(prefers-color-scheme: dark)');
  #systemIsDark = $state(this.#query.matches);
  choice: ThemeChoice = $state(storedChoice());
  /** The theme that holds now. */
  readonly name: ThemeName = $derived(this.choice === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.choice);

  constructor() {
    this.#query.addEventListener('change', ({ matches }) => (this.#systemIsDark = matches));
  }
}

export const theme = new Theme();

/** Keeps the page's attributes and class colours in step with the theme, and the choice across visits. */
export function followTheme(): void {
  const root = document.documentElement;
  $effect.root(() => {
    $effect(() => {
      root.dataset.theme = theme.name;
    });
    $effect(() => {
      try {
        localStorage.setItem(STORAGE_KEY, theme.choice);
      } catch {
        // As above.
      }
    });
  });
}
