import { Controller, Get, Param, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiSchema, ApiTags } from '@nestjs/swagger';
import type { ImageKind } from '#libs/backends';
import type { IdentityRecord } from '#libs/database';
import type { Request, Response } from 'express';
import { ItemIdPipe } from '../../history/item-id.pipe.js';
import { OneOf, Text } from '../../http/fields.js';
import { Refuses } from '../../http/problem.dto.js';
import { ForIdentity, Identity } from '../../identities/identity.js';
import { type Delivered, PictureCourier } from './picture-courier.js';

@ApiSchema({ name: 'PicturePath' })
export class PicturePath {
  @Text({ min: 1, max: 20 })
  readonly id: string;

  @OneOf({ values: ['poster', 'background'] })
  readonly kind: ImageKind;
}

const A_YEAR = 'private, max-age=31536000';

@ApiTags('history')
@ForIdentity()
@Controller('history/:id/images')
export class PicturesController {
  constructor(private readonly courier: PictureCourier) {}

  @Get(':kind')
  @ApiOperation({ summary: 'A picture of an item, from a backend that has one' })
  @ApiOkResponse({ content: { 'image/*': { schema: { type: 'string', format: 'binary' } } } })
  @Refuses(400, 502)
  async show(
    @Identity() identity: IdentityRecord,
    @Param() { id, kind }: PicturePath,
    @Req() request: Request,
  ): Promise<StreamableFile | undefined> {
    const itemId = new ItemIdPipe().transform(id);
    const ifModifiedSince = request.header('If-Modified-Since');
    const picture = await this.courier.fetch(identity, { itemId, kind, ifModifiedSince });
    const response = request.res;
    if (response) describe(picture, response);
    if (picture.kind === 'not-modified') return undefined;
    const file = new StreamableFile(picture.body, {
      type: picture.contentType,
      ...(picture.contentLength === null ? {} : { length: picture.contentLength }),
    });
    return file.setErrorHandler((_, broken) => broken.destroy?.());
  }
}

function describe(picture: Delivered, response: Response): void {
  response.setHeader('X-Via', picture.via);
  response.setHeader('Cache-Control', A_YEAR);
  // Whatever a server calls a picture: it is shown as one, and runs nothing.
  response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (picture.kind === 'not-modified') response.status(304);
  else if (picture.lastModified !== null) response.setHeader('Last-Modified', picture.lastModified);
}
