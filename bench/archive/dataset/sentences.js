import { between, oneOf } from './draw.js';

/** What people say. */
export const SPOKEN =
  `about after again almost always anybody archive around away because before behind believe better
between bridge camera careful certain children city close coffee coming corner country course daughter door early
enough evening every everything father finally first forget found friend garden given going great happened harbour
hardly heard home hour house hundred indeed kitchen knew language last later leave letter light listen little longer
looking maybe meant meeting minister minute moment money morning mother mountain never nobody nothing office often
once other outside paper people perhaps picture place please police quiet rather really remember right river room
second seldom seven should sister slowly snow somebody something sometimes somewhere soon sorry station still street
strange summer supper surely tell think thought three ticket today together tomorrow tonight train trouble truth
understand until upstairs village voice wait walked water weather weeks whatever window winter without woman wonder
word world write years yesterday young`.split(/\s+/);

/** So many words that they take about so many seconds to say. */
export function sentence(random, seconds) {
  const words = Array.from({ length: between(random, 2, 3) * Math.min(seconds, 60) }, () =>
    oneOf(random, SPOKEN),
  );
  const text = words.join(' ');
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
