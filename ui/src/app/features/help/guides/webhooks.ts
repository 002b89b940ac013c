import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../shared/icon/icon.js';

@Component({
  selector: 'app-guide-webhooks',
  imports: [Icon, RouterLink],
  templateUrl: './webhooks.html',
  styleUrl: './guide.scss',
})
export class WebhooksGuide {}
