#pragma once

#include "canvas.hpp"

namespace muster::print {

/// Text that runs down a page and on to the next.
class Flow {
  public:
    static constexpr double left = 20.0 * mm;
    static constexpr double width = page_width - 2.0 * left;
    static constexpr double top = 18.0 * mm;
    static constexpr double bottom = page_height - 20.0 * mm;

    /// `pages`: how many there will be in all; 0: not known yet.
    Flow(Canvas& canvas, const About& about, std::size_t pages) : canvas_(canvas), about_(about), pages_(pages) {
        begin_page();
    }

    [[nodiscard]] Canvas& canvas() { return canvas_; }
    [[nodiscard]] double y() const { return y_; }
    [[nodiscard]] std::size_t page() const { return page_; }
    void down(double by) { y_ += by; }
    [[nodiscard]] bool fits(double height) const { return y_ + height <= bottom; }
    /// Goes on to the next page if less than this is left.
    void keep(double height) {
        if (!fits(height)) {
            end_page();
            canvas_.next_page();
            ++page_;
            begin_page();
        }
    }
    /// A text of its own structure element (`tag`), over as many pages as it takes.
    void lines(const char* tag, std::string_view text, const Style& style, double x, double of_width);
    void end_page();

  private:
    void begin_page();

    Canvas& canvas_;
    const About& about_;
    std::size_t pages_;
    std::size_t page_ = 1;
    double y_ = top;
};

} // namespace muster::print
