/// <reference types="vite/client" />

/** Version of the package and short commit: "0.1.0+a1b2c3d". */
declare const __APP_VERSION__: string;
