import { Component } from '@angular/core';
@Component({ selector: 'app-overview', template: `<h1>Home</h1>` })
export class Overview {}
