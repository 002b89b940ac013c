import { inject } from '@angular/core';
import { Router } from '@angular/router';

/** Filters live in the address: changes some of them, and begins again at the first page. */
export function askAddress(): (change: Readonly<Record<string, string>>) => void {
  const router = inject(Router);
  return (change) => {
    const named = Object.entries(change).map(([name, value]) => [name, value || null]);
    void router.navigate([], {
      queryParams: { page: null, ...(Object.fromEntries(named) as Record<string, string | null>) },
      queryParamsHandling: 'merge',
    });
  };
}

/** One of the values that are offered, or nothing. */
export const oneOf = <T extends string>(values: readonly T[], asked: string | undefined): T | '' =>
  values.find((value) => value === asked) ?? '';
