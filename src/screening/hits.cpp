#include "muster/screening/screen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {
namespace {

float below(double log10_lr) {
    return std::nextafter(static_cast<float>(log10_lr), -std::numeric_limits<float>::infinity());
}

} // namespace

bool is_better(const Hit& a, const Hit& b) {
    return a.log10_lr != b.log10_lr ? a.log10_lr > b.log10_lr
           : a.sample != b.sample   ? a.sample < b.sample
                                    : a.target < b.target;
}

HitList::HitList(const HitRule& rule, std::size_t samples, std::size_t targets) : rule_(rule) {
    const std::size_t heaps = rule.top > 0 ? 1 : 0;
    samples_ = {std::vector<std::vector<Hit>>(samples * heaps), std::vector<float>(samples, below(rule.min_log10_lr))};
    targets_ = {std::vector<std::vector<Hit>>(targets * heaps), std::vector<float>(targets, below(rule.min_log10_lr))};
}

void HitList::offer_to(Best& best, std::size_t at, const Hit& hit) const {
    std::vector<Hit>& heap = best.heaps[at];
    if (heap.size() == rule_.top) {
        if (!is_better(hit, heap.front())) {
            return;
        }
        std::pop_heap(heap.begin(), heap.end(), is_better);
        heap.pop_back();
    }
    heap.push_back(hit);
    std::push_heap(heap.begin(), heap.end(), is_better);
    if (heap.size() == rule_.top) {
        best.least[at] = below(heap.front().log10_lr);
    }
}

void HitList::offer(const Hit& hit) {
    if (!(hit.log10_lr >= rule_.min_log10_lr)) {
        return;
    }
    if (rule_.top == 0) {
        all_.push_back(hit);
        return;
    }
    offer_to(samples_, hit.sample, hit);
    offer_to(targets_, hit.target, hit);
}

std::vector<Hit> HitList::sorted() const {
    std::vector<Hit> out = all_;
    for (const Best* best : {&samples_, &targets_}) {
        for (const std::vector<Hit>& heap : best->heaps) {
            out.insert(out.end(), heap.begin(), heap.end());
        }
    }
    std::sort(out.begin(), out.end(),
              [](const Hit& a, const Hit& b) { return a.sample != b.sample ? a.sample < b.sample : is_better(a, b); });
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace muster
