// Pictures of two half-pictures that were taken one after the other, line by line in turn.
#ifndef CVISION_FIELDS_H
#define CVISION_FIELDS_H

#include "../internal.h"

namespace cvision {

// True when the lines of a picture alternate between two moments: edges of what moved look like
// combs. Looks at one line in eight, and only where something has moved since the picture `before`.
bool is_combed(const AVFrame* picture, const AVFrame* before);

// Takes the combs out: where a line of the later half-picture does not lie between its neighbours,
// it becomes their mean. The picture is then that of the earlier moment, which its timestamp
// means; where nothing moved it stays as sharp as it was. `earlier` is the parity of the first
// lines, 0 for the top one. False when out of memory.
bool join_fields(AVFrame* picture, int earlier);

}  // namespace cvision

#endif
