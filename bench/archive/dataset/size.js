/** How large an archive is, at a scale: 1 is 2,000 files, half of whose people have ten detections or fewer. */
export const sizeOf = (scale) => ({
  scale,
  identities: Math.round(65_000 * scale),
  files: 2 * Math.round(1000 * scale),
  detections: Math.round(2_000_000 * scale),
  chunks: 300 * Math.round(1000 * scale),
  /** Who is in every fourth file. */
  busiest: { files: Math.round(500 * scale), detections: Math.round(50_000 * scale) },
});

/**
 * How many detections the person of a rank has; the busiest has rank 0. A power law whose middle stays at ten
 * whatever the scale: a larger archive has more people of each kind.
 */
export function detectionsOf(rank, { scale, busiest }) {
  if (rank === 0) return busiest.detections;
  const common = 50_000 * (rank / scale + 1) ** -0.82;
  return Math.round(Math.min(common, busiest.detections / 2));
}

/** In how many files the person of a rank with so many detections is, about. `lot`: 0 to 1. */
export function filesOf(rank, count, { busiest }, lot) {
  if (rank === 0) return busiest.files;
  const usual = count ** 0.574;
  return Math.max(1, Math.round(usual * (0.25 + 0.6 * lot)));
}
