import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../shared/icon/icon.js';

@Component({
  selector: 'app-guide-two-way-sync',
  imports: [Icon, RouterLink],
  templateUrl: './two-way-sync.html',
  styleUrl: './guide.scss',
})
export class TwoWaySync {}
