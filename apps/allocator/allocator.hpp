#pragma once

namespace muster {

/// Memory that is no longer needed goes back to the system at once: for a program that stays.
void give_memory_back();

} // namespace muster
