import type { StreamedAnswer } from './http.js';
import type { ImageAnswer } from './media-server.js';

export const isPicture = (answer: StreamedAnswer): boolean =>
  answer.status === 200 && /^image\//i.test(answer.header('Content-Type') ?? '');

/** A picture as it is passed on. */
export function toImage(answer: StreamedAnswer): ImageAnswer {
  const length = Number(answer.header('Content-Length') ?? NaN);
  return {
    kind: 'image',
    contentType: answer.header('Content-Type') ?? '',
    contentLength: Number.isSafeInteger(length) ? length : null,
    lastModified: answer.header('Last-Modified'),
    etag: answer.header('ETag'),
    body: answer.body,
  };
}
