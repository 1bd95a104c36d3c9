// Places that the engine draws, as they can be written in a slug line. Any other words are read as well.

export const SETTINGS = [
  'park', 'court', 'gym', 'street', 'meadow', 'forest', 'beach', 'room', 'stadium', 'desert', 'kitchen', "children's room", 'bedroom', 'classroom', 'office',
  'library', 'cafe', 'theatre', 'arena', 'ice rink', 'pool', 'sea', 'underwater', 'lake', 'harbour', 'lighthouse', 'stairs', 'lamp room', 'rooftop', 'city',
  'village', 'garden', 'farm', 'castle', 'mountain', 'jungle', 'cave', 'station', 'moon', 'space', 'sky',
].flatMap((place) => [place, `${place}, night`]);
