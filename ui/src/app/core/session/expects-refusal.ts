import { HttpContextToken } from '@angular/common/http';

/** Marks a request whose 401 is an answer, not the end of the session. */
export const EXPECTS_REFUSAL = new HttpContextToken(() => false);
