declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Without `path`, tables are kept in memory. The times are how long a table has a transitional status. */
  export default function dynalite(options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
    path?: string;
  }): Server;
}
