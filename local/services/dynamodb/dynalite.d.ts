declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Undefined `path` keeps the tables in memory. Times are how long a table stays in a passing state. */
  export default function dynalite(options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
    path?: string;
  }): Server;
}
