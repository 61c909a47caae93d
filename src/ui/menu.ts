/** An action of a menu (Menu.svelte). */
export interface MenuItem {
  readonly label: string;
  readonly icon: 'copy' | 'up' | 'down' | 'plus' | 'trash';
  readonly testid?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  run(): void;
}
