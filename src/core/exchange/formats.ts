/** The formats that several exporters write. */

export const CSV = { source: 'CSV (RFC 4180), UTF-8', mediaType: 'text/csv' } as const;
