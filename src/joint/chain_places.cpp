#include "chain.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

namespace muster {
namespace {

constexpr double by_product = 0.7;      ///< of the places that are drawn for several items
constexpr std::size_t block = 256;      ///< places that are summed up together
constexpr float least_product = 1e-25F; ///< smaller ones are 0; times a factor they are still normal numbers
constexpr std::size_t most_products = 1024;

/// In lanes, which a compiler may add side by side.
double sum_of(std::span<const float> values) {
    std::array<float, 16> lanes{};
    const std::size_t whole = values.size() / lanes.size() * lanes.size();
    for (std::size_t x = 0; x < whole; x += lanes.size()) {
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            lanes[lane] += values[x + lane];
        }
    }
    const float rest = std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(whole), values.end(), 0.0F);
    return static_cast<double>(std::accumulate(lanes.begin(), lanes.end(), rest));
}

} // namespace

/// What several poor profiles say together. It is exact where they show different loci.
const Chain::Product& Chain::product_of(const std::vector<std::size_t>& items) {
    if (const auto at = products_.find(items); at != products_.end()) {
        return at->second;
    }
    if (products_.size() >= most_products) {
        products_.clear();
    }
    Product& out = products_[items];
    out.value = proposals_.prior;
    for (std::size_t item : items) {
        const std::vector<float>& likelihood = proposals_.of[item].likelihood;
        for (std::size_t x = 0; x < out.value.size(); ++x) {
            const float product = out.value[x] * likelihood[x];
            out.value[x] = product < least_product ? 0.0F : product;
        }
    }
    for (std::size_t from = 0; from < out.value.size(); from += block) {
        out.blocks.push_back(sum_of(std::span(out.value).subspan(from, std::min(block, out.value.size() - from))));
    }
    out.sum = std::accumulate(out.blocks.begin(), out.blocks.end(), 0.0);
    return out;
}

std::size_t Chain::draw_by(const Product& product) {
    double left = random_.uniform() * product.sum;
    std::size_t in = 0;
    while (in + 1 < product.blocks.size() && left >= product.blocks[in]) {
        left -= product.blocks[in++];
    }
    std::size_t x = in * block;
    const std::size_t last = std::min(x + block, product.value.size()) - 1;
    while (x < last && (left -= static_cast<double>(product.value[x])) >= 0.0) {
        ++x;
    }
    return x;
}

/// Where individuals of these items may be proposed to go: by the table of one of them, or by their product.
Place Chain::draw_place(const std::vector<std::size_t>& items) {
    if (items.size() > 1 && random_.chance(by_product)) {
        if (const Product& product = product_of(items); product.sum > 0.0) {
            return proposals_.places[draw_by(product)];
        }
    }
    const std::size_t item = items[random_.below(items.size())];
    return proposals_.places[proposals_.of[item].places.draw(random_)];
}

/// The probability of that.
double Chain::to_place(const std::vector<std::size_t>& items, const Place& to) {
    const std::size_t x = proposals_.index(to);
    double table = 0.0;
    for (std::size_t item : items) {
        table += proposals_.of[item].places.probability[x] / static_cast<double>(items.size());
    }
    if (items.size() == 1) {
        return table;
    }
    const Product& product = product_of(items);
    return product.sum > 0.0 ? by_product * product.value[x] / product.sum + (1.0 - by_product) * table : table;
}

} // namespace muster
