import { Injectable, type PipeTransform } from '@nestjs/common';
import { notPlex } from './server-scout.js';

@Injectable()
export class OnlyPlexPipe implements PipeTransform<string, 'plex'> {
  transform(type: string): 'plex' {
    if (type === 'plex') return type;
    throw notPlex();
  }
}
