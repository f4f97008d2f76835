// Memory from mimalloc (Leijen, Zorn & de Moura 2019): comparison and joint analysis make millions of short lists, from
// several threads; they take two thirds of the time that the C library's allocator lets them.
#include <mimalloc-new-delete.h>
