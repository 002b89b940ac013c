import type { Routes } from '@angular/router';
export const runsRoutes: Routes = [];
