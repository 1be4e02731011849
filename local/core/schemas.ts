import { z } from 'zod';

export const account = z.string().regex(/^\d{12}$/);
export const region = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/);
