import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'app-not-found',
  imports: [RouterLink],
  template: `
    <h1 i18n>Page not found</h1>
    <p i18n class="soft">There is nothing at this address. <a routerLink="/">Go to Home</a></p>
  `,
})
export class NotFound {}
