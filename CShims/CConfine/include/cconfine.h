// Takes from the calling process what it does not need, for good: Linux's Landlock for files,
// sockets and signals, seccomp for system calls, resource limits for the rest.
//
// It goes in three steps, each of which can only take more away:
//
//   confine_begin     first thing in main: what was inherited
//   confine_loading   before the first thread: what the libraries and models do not need
//   confine_decoding  before the first byte of a video is looked at: nearly everything else
//
// A kernel that lacks one of the means is no error: confine_state says what is in force.
#ifndef CCONFINE_H
#define CCONFINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a process still does when it is confined.
typedef enum confine_work {
    // Files that are open.
    CONFINE_FILES,
    // A camera, which may be unplugged and come back as a new file.
    CONFINE_CAMERA,
    // Drawing: fonts are looked for as texts need them, and one file is written.
    CONFINE_DRAWING,
} confine_work;

// What is in force.
typedef struct confine_state {
    // Version of the kernel's Landlock that holds the file system (1 and later), 0 without it, or
    // when a thread could not be reached.
    int landlock_abi;
    // Non-zero when system calls are filtered.
    int seccomp;
} confine_state;

// What may still be opened while libraries and models are loaded. What does not exist is passed
// over. The system's library folders and what the kernel says of the machine may always be read.
typedef struct confine_paths {
    // Files, or folders with all that is below them.
    const char* const* readable;
    int readable_count;
    // Folders in which files may be made, replaced and removed; files that may be written.
    const char* const* writable;
    int writable_count;
    // With CONFINE_CAMERA, what lies in /dev may be opened and driven, as far as the user may.
    confine_work work;
} confine_paths;

// No core dumps of this process and of those that it starts, and no other process of the user may
// look into its memory; for programs that are not confined otherwise, too.
void confine_hide_memory(void);

// Closes every descriptor but 0, 1 and 2; gives up what root may do, but for opening the files of
// other users, which ends with confine_decoding; lets nothing that is run gain privileges; no core
// dumps, and no other process of the user may look into this one's memory; when memory runs out it
// is the first to go.
void confine_begin(void);

// At most `bytes` of private memory (RLIMIT_DATA) and so much address space more as libraries
// reserve (RLIMIT_AS), a bounded number of files, and none that is
// written larger than `largest_file`; 0 leaves the memory unbounded. Left out in builds for a
// sanitizer, whose shadow is terabytes.
void confine_limit(uint64_t bytes, uint64_t largest_file);

// From here on only `paths` can be opened, no program run, and, where the kernel's Landlock has it,
// no TCP port used (ABI 4), no process outside signalled or reached by an abstract socket (ABI 6).
// Holds for all threads (the kernel knows of one at a time: the others are signalled, SIGPROF).
void confine_loading(const confine_paths* paths, confine_state* state);

// From here on, in all threads, nothing can be opened, made, or reached that is not open already;
// memory, threads, clocks and the open descriptors stay. For a camera, what confine_loading left
// of /dev can still be opened, and video devices driven; for drawing, all that confine_loading left
// can be opened. What only an exploit calls kills the process (SIGSYS); the rest fails with EPERM.
void confine_decoding(confine_work work, confine_state* state);

// Ends the process, with status 70, when the other end of the pipe `descriptor` is closed: nobody
// is left to work for. Starts a thread that waits for it. No-op unless the descriptor is a pipe.
void confine_end_without_reader(int descriptor);

#ifdef __cplusplus
}
#endif
#endif
