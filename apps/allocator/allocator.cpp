// Memory from mimalloc (Leijen, Zorn & de Moura 2019): comparison and joint analysis make millions of short lists, from
// several threads; they take two thirds of the time that the C library's allocator lets them. Not under the sanitizers,
// which have an allocator of their own.
#include "allocator.hpp"

#ifdef MUSTER_MIMALLOC
#include <mimalloc-new-delete.h>
#endif

namespace muster {

void give_memory_back() {
#ifdef MUSTER_MIMALLOC
    mi_option_enable(mi_option_page_reset);
    mi_option_set(mi_option_decommit_delay, 0);
    mi_option_disable(mi_option_eager_commit);
#endif
}

} // namespace muster
