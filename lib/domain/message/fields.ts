import * as z from 'zod/mini';
import { undefinedIfInvalid } from '../undefined-if-invalid.ts';
import { isUserPoolId } from '../user-pool-id.ts';

/** The fields that several messages have. */
export const userPoolId = z.string().check(z.refine(isUserPoolId));

export const time = undefinedIfInvalid(z.iso.datetime());

/**
 * Texts from messages are limited to this length: a record stores them up to 20 times, and a table item is
 * limited to 400 KB. The ARN of an IAM user with the longest possible path fits.
 */
export const MAX_TEXT_LENGTH = 1024;
export const boundedText = undefinedIfInvalid(z.string().check(z.maxLength(MAX_TEXT_LENGTH)));
