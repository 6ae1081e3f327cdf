/** The formats of images that are taken, by their files' extensions. */
export const IMAGE_TYPES = ['jpg', 'png'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];
