import { createHash } from 'node:crypto';
import type { FakeUser } from '../fake-media-server.js';

interface Begun {
  readonly code: string;
  user: FakeUser | null;
}

/** Sign-ins that a person confirms where they are signed in already, by a code of six digits. */
export class QuickConnects {
  isOn = true;
  private readonly begun = new Map<string, Begun>();

  begin(): { readonly secret: string; readonly code: string } {
    const number = this.begun.size + 1;
    const secret = createHash('sha256').update(`quick connect ${number}`).digest('hex');
    const code = String(100_000 + number * 7_919).slice(0, 6);
    this.begun.set(secret, { code, user: null });
    return { secret, code };
  }

  find(secret: string): Begun | null {
    return this.begun.get(secret) ?? null;
  }

  /** What the person does in the server's own pages. */
  confirm(code: string, user: FakeUser): void {
    for (const begun of this.begun.values()) if (begun.code === code) begun.user = user;
  }

  /** A secret is good once. */
  end(secret: string): void {
    this.begun.delete(secret);
  }

  secrets(): readonly string[] {
    return [...this.begun.keys()];
  }
}
