/* Deferred acceptance as fast as a plain computer does it: the limit that the engine is measured by.
 *
 * The same algorithm on the same arrays: students ask in passes, a position keeps its best in a heap
 * whose lowest claim lies beside its neighbours', and what a student will ask for next is fetched
 * before it is needed. Compiled by benchmarks/bench_matching.py; no part of the platform.
 */
#include <stdint.h>
#include <stdlib.h>

static void sift_up(int64_t *heap, int64_t at) {
    while (at > 0) {
        int64_t above = (at - 1) / 2;
        if (heap[above] <= heap[at]) return;
        int64_t kept = heap[above];
        heap[above] = heap[at];
        heap[at] = kept;
        at = above;
    }
}

static void sift_down(int64_t *heap, int64_t size) {
    int64_t at = 0;
    for (;;) {
        int64_t below = 2 * at + 1;
        if (below >= size) return;
        if (below + 1 < size && heap[below + 1] < heap[below]) below++;
        if (heap[at] <= heap[below]) return;
        int64_t kept = heap[below];
        heap[below] = heap[at];
        heap[at] = kept;
        at = below;
    }
}

/* Students are numbered against the lottery, the worst first. first and end bound their entries,
 * seats are those of each position; entry receives what each student got, or -1. */
int match(int64_t students, int64_t positions, const int64_t *first, const int64_t *end,
          const int32_t *position, const int16_t *score, const int64_t *seats, int64_t *entry) {
    int64_t total = 0, bits = 1;
    while ((1LL << bits) < students) bits++;
    int64_t *block = malloc((positions + 1) * sizeof *block);
    int64_t *size = calloc(positions, sizeof *size);
    int64_t *next = malloc(students * sizeof *next);
    int64_t *asking = malloc(students * sizeof *asking);
    int64_t *refused = malloc(students * sizeof *refused);
    if (!block || !size || !next || !asking || !refused) return 1;
    for (int64_t at = 0; at < positions; at++) { block[at] = total; total += seats[at]; }
    block[positions] = total;
    int64_t *heaps = malloc(total * sizeof *heaps + 1);
    if (!heaps) return 1;
    for (int64_t s = 0; s < students; s++) { next[s] = first[s]; asking[s] = s; entry[s] = -1; }
    int64_t count = students;
    while (count) {
        int64_t left = 0;
        for (int64_t i = 0; i < count; i++) {
            if (i + 24 < count) __builtin_prefetch(&next[asking[i + 24]]);
            if (i + 16 < count) __builtin_prefetch(&position[next[asking[i + 16]]]);
            if (i + 16 < count) __builtin_prefetch(&score[next[asking[i + 16]]]);
            if (i + 8 < count && next[asking[i + 8]] < end[asking[i + 8]])
                __builtin_prefetch(&heaps[block[position[next[asking[i + 8]]]]]);
            int64_t s = asking[i];
            while (next[s] < end[s]) {
                int64_t e = next[s]++, at = position[e];
                int64_t claim = ((int64_t)score[e] << bits) | s, *heap = heaps + block[at];
                if (size[at] < seats[at]) {
                    heap[size[at]++] = claim;
                    sift_up(heap, size[at] - 1);
                    break;
                }
                if (seats[at] && claim > heap[0]) {
                    int64_t loser = heap[0] & ((1LL << bits) - 1);
                    heap[0] = claim;
                    sift_down(heap, size[at]);
                    refused[left++] = loser;
                    break;
                }
            }
        }
        int64_t *kept = asking;
        asking = refused;
        refused = kept;
        count = left;
    }
    for (int64_t at = 0; at < positions; at++)
        for (int64_t i = 0; i < size[at]; i++) {
            int64_t s = heaps[block[at] + i] & ((1LL << bits) - 1);
            entry[s] = next[s] - 1;
        }
    free(block); free(size); free(next); free(asking); free(refused); free(heaps);
    return 0;
}
