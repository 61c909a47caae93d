/** Outlines of the ten garments of the synthetic sample, as polygons around the image's centre, in pixels. */

type Point = readonly [x: number, y: number];
/** A polygon and how bright it is against the rest; below 0 it takes away (an opening, a seam). */
export interface Outline {
  readonly points: readonly Point[];
  readonly shade: number;
}
type Bell = () => number;
type Uniform = () => number;

const solid = (points: readonly Point[], shade = 1): Outline => ({ points, shade });

/** The right half from top to bottom, completed by its mirror image. */
function mirrored(right: readonly Point[], shade = 1): Outline {
  return solid([...right, ...[...right].reverse().map(([x, y]): Point => [-x, y])], shade);
}

/** The measures of an upper garment; classes differ in what is usual, and overlap. */
interface Cut {
  /** Half widths. */
  readonly shoulder: number;
  readonly chest: number;
  readonly hem: number;
  /** Height of the hem below the centre. */
  readonly bottom: number;
  /** How far down the sleeve reaches, and how far out its end stands. */
  readonly sleeveEnd: number;
  readonly sleeveOut: number;
  readonly neck: number;
}

const TOP = -11.5;

function upperGarment(cut: Cut): Outline[] {
  const armpit = TOP + 7;
  const end = Math.max(armpit - 1.5, cut.sleeveEnd);
  const out = Math.max(cut.shoulder + 0.8, cut.sleeveOut);
  return [
    mirrored([
      [cut.neck * 0.4, TOP + 1.4],
      [cut.neck, TOP],
      [cut.shoulder, TOP + 1.2],
      [out, end - 0.6],
      [out - 3.1, end + 0.5],
      [cut.chest, armpit],
      [cut.chest * 0.96, 1],
      [cut.hem, cut.bottom],
    ]),
  ];
}

function tShirt(bell: Bell): Outline[] {
  return upperGarment({
    shoulder: 7.6 + 0.6 * bell(),
    chest: 6.4 + 0.6 * bell(),
    hem: 6.4 + 0.7 * bell(),
    bottom: 10.8 + 1 * bell(),
    sleeveEnd: -3.6 + 1.7 * bell(),
    sleeveOut: 10.9 + 0.9 * bell(),
    neck: 2.8 + 0.5 * bell(),
  });
}

function pullover(bell: Bell): Outline[] {
  return upperGarment({
    shoulder: 7.6 + 0.6 * bell(),
    chest: 6.7 + 0.6 * bell(),
    hem: 6.6 + 0.7 * bell(),
    bottom: 10 + 0.9 * bell(),
    sleeveEnd: 8.4 + 1.7 * bell(),
    sleeveOut: 11 + 0.8 * bell(),
    neck: 2.5 + 0.5 * bell(),
  });
}

function coat(bell: Bell, uniform: Uniform): Outline[] {
  const cut: Cut = {
    shoulder: 7.3 + 0.6 * bell(),
    chest: 6.6 + 0.6 * bell(),
    hem: 7.5 + 0.7 * bell(),
    bottom: 12.1 + 0.8 * bell(),
    sleeveEnd: 8.8 + 1.7 * bell(),
    sleeveOut: 10.6 + 0.8 * bell(),
    neck: 2.3 + 0.5 * bell(),
  };
  const outlines = upperGarment(cut);
  if (uniform() < 0.8) outlines.push(seam(0.3 * bell(), TOP + 2, cut.bottom, -0.6));
  return outlines;
}

function shirt(bell: Bell, uniform: Uniform): Outline[] {
  const long = uniform() < 0.62;
  const cut: Cut = {
    shoulder: 7.4 + 0.6 * bell(),
    chest: 6 + 0.6 * bell(),
    hem: 6.2 + 0.7 * bell(),
    bottom: 11 + 1 * bell(),
    sleeveEnd: (long ? 7.6 : -2.6) + 2 * bell(),
    sleeveOut: 10.7 + 0.9 * bell(),
    neck: 2.4 + 0.5 * bell(),
  };
  const outlines = upperGarment(cut);
  if (uniform() < 0.45) outlines.push(seam(0.3 * bell(), TOP + 2, cut.bottom, -0.35));
  return outlines;
}

function seam(x: number, top: number, bottom: number, shade: number): Outline {
  return solid(
    [
      [x - 0.5, top],
      [x + 0.5, top],
      [x + 0.5, bottom],
      [x - 0.5, bottom],
    ],
    shade,
  );
}

function trouser(bell: Bell): Outline[] {
  const waist = 3.7 + 0.5 * bell();
  const ankle = 4.2 + 0.8 * bell();
  const gap = 0.7 + 0.35 * bell();
  const bottom = 12 + 0.7 * bell();
  return [
    mirrored([
      [0, -12],
      [waist, -12],
      [waist + 0.8, -6],
      [ankle, bottom],
      [Math.min(ankle - 1, Math.max(0.1, gap)), bottom],
      [0, -4 + bell()],
    ]),
  ];
}

function dress(bell: Bell, uniform: Uniform): Outline[] {
  const waist = 3.3 + 0.7 * bell();
  const hem = 5.3 + 1.5 * bell();
  const shoulder = 3.9 + 0.6 * bell();
  const body = mirrored([
    [1.4, -11.6],
    [shoulder, -12.2],
    [shoulder + 0.3, -6],
    [waist, -2],
    [Math.max(2.5, hem), 12.2 + 0.5 * bell()],
  ]);
  if (uniform() < 0.55) return [body];
  // With sleeves it comes near a shirt.
  const end = (uniform() < 0.5 ? -5 : 5) + 1.5 * bell();
  const sleeve: Point[] = [
    [shoulder, -12],
    [shoulder + 3.2 + 0.6 * bell(), end],
    [shoulder + 1.2, end + 0.6],
    [shoulder, -6.5],
  ];
  return [body, solid(sleeve), solid(sleeve.map(([x, y]): Point => [-x, y]))];
}

/** The measures of a shoe seen from the side, toe to the left. */
function shoe(sole: number, instep: number, collar: number, heel: number, toe: number): Point[] {
  return [
    [-12, sole],
    [-12, sole - toe],
    [-8, sole - toe - 1.2],
    [-2, sole - instep],
    [2.5, sole - collar],
    [10.5, sole - collar - 0.3],
    [11 + heel, sole],
  ];
}

function sandal(bell: Bell, uniform: Uniform): Outline[] {
  const sole = 6.4 + 1.1 * bell();
  const heel = Math.max(0, 1.6 + 1.6 * bell());
  const outlines = [
    solid([
      [-12, sole - 1.4],
      [4, sole - 1.7 - heel * 0.6],
      [11.4, sole - 2.2 - heel],
      [11.6, sole],
      [9.4, sole],
      [7.6, sole - heel],
      [-12, sole],
    ]),
  ];
  const straps = 2 + Math.floor(3 * uniform());
  for (let strap = 0; strap < straps; strap += 1) {
    const x = -9 + (18 / straps) * (strap + 0.5) + 0.8 * bell();
    const rise = 3.2 + 1.1 * bell() + (x > 2 ? 2.4 : 0);
    outlines.push(
      solid([
        [x - 1.9, sole - 1.5],
        [x - 0.4, sole - 1.5 - rise],
        [x + 1.1, sole - 1.5 - rise],
        [x + 0.6, sole - 1.5],
      ]),
    );
  }
  // Some are closed and come near a sneaker.
  if (uniform() < 0.22) outlines.push(solid(shoe(sole, 4 + 0.6 * bell(), 5.2 + 0.6 * bell(), 0, 2), 0.7));
  return outlines;
}

function sneaker(bell: Bell, uniform: Uniform): Outline[] {
  const sole = 5.8 + bell();
  const outlines = [solid(shoe(sole, 5.8 + 0.8 * bell(), 7.2 + 1.3 * bell(), 0.3 * bell(), 2.5 + 0.4 * bell()))];
  if (uniform() < 0.6) {
    outlines.push(
      solid(
        [
          [-12, sole - 1.6],
          [11, sole - 1.6],
          [11, sole - 0.7],
          [-12, sole - 0.7],
        ],
        0.35,
      ),
    );
  }
  return outlines;
}

function ankleBoot(bell: Bell, uniform: Uniform): Outline[] {
  const sole = 9 + 1.4 * bell();
  const collar = 15 + 2.6 * bell();
  const instep = 7 + bell();
  const outlines = [
    solid([
      [-11.5, sole],
      [-11.5, sole - 2.6 + 0.4 * bell()],
      [-6, sole - instep + 2],
      [0.2 + 0.6 * bell(), sole - instep],
      [0.6 + 0.8 * bell(), sole - collar],
      [10 + 0.5 * bell(), sole - collar],
      [10.6, sole],
    ]),
  ];
  if (uniform() < 0.4) {
    outlines.push(
      solid(
        [
          [-4, sole - 1.7],
          [6.4, sole - 1.7],
          [6.4, sole + 0.1],
          [-4, sole + 0.1],
        ],
        -0.8,
      ),
    );
  }
  return outlines;
}

function bag(bell: Bell, uniform: Uniform): Outline[] {
  const width = 10.4 + 1.1 * bell();
  const top = -3 + 1.6 * bell();
  const bottom = 9 + 1.2 * bell();
  const outlines = [
    mirrored([
      [0, top],
      [width - 1, top],
      [width + 0.4 * bell(), bottom],
      [0, bottom],
    ]),
  ];
  if (uniform() < 0.75) {
    const outer = 4.6 + 1.2 * bell();
    const rise = 5.5 + 1.8 * bell();
    outlines.push(
      solid([
        [-outer, top],
        [-outer * 0.7, top - rise],
        [outer * 0.7, top - rise],
        [outer, top],
        [outer - 1.4, top],
        [outer * 0.7 - 1.2, top - rise + 1.4],
        [1.2 - outer * 0.7, top - rise + 1.4],
        [1.4 - outer, top],
      ]),
    );
  }
  return outlines;
}

const GARMENTS: readonly ((bell: Bell, uniform: Uniform) => Outline[])[] = [
  tShirt,
  trouser,
  pullover,
  dress,
  coat,
  sandal,
  shirt,
  sneaker,
  bag,
  ankleBoot,
];

/**
 * One garment of a class, with its variation.
 * @param bell draws about normal deviates
 * @param uniform draws from [0, 1)
 */
export function garment(label: number, bell: Bell, uniform: Uniform): Outline[] {
  const make = GARMENTS[label];
  if (!make) throw new RangeError(`garment: there is no class ${label}`);
  return make(bell, uniform);
}
