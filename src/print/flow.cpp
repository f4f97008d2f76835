#include "flow.hpp"

namespace muster::print {

void Flow::begin_page() {
    y_ = top;
    if (about_.simulated) {
        const Text mark = canvas_.text(about_.mark, bold_style, 0.0);
        canvas_.show(mark, bold_style, page_width - left - width_of(mark), 9.0 * mm);
    }
}

void Flow::end_page() {
    const std::string number = std::to_string(page_) + (pages_ == 0 ? std::string() : "/" + std::to_string(pages_));
    const double at = page_height - 14.0 * mm;
    canvas_.rule(left, at - 4.0, width, 0.6);
    canvas_.show(canvas_.text(about_.footer, small_style, width - 25.0 * mm), small_style, left, at);
    const Text shown = canvas_.text(number, small_style, 0.0);
    canvas_.show(shown, small_style, left + width - width_of(shown), at);
}

void Flow::lines(const char* tag, std::string_view text, const Style& style, double x, double of_width) {
    const Text laid = canvas_.text(text, style, of_width);
    struct Free {
        void operator()(PangoLayoutIter* iter) const { pango_layout_iter_free(iter); }
    };
    const std::unique_ptr<PangoLayoutIter, Free> iter(pango_layout_get_iter(laid.get()));
    bool open = false;
    do {
        PangoRectangle box{};
        pango_layout_iter_get_line_extents(iter.get(), nullptr, &box);
        const double height = static_cast<double>(box.height) / PANGO_SCALE;
        if (open && !fits(height)) { // an element ends with its page
            canvas_.end(tag);
            open = false;
        }
        keep(height);
        if (!open) {
            canvas_.begin(tag);
            open = true;
        }
        const double base = static_cast<double>(pango_layout_iter_get_baseline(iter.get()) - box.y) / PANGO_SCALE;
        cairo_set_source_rgb(canvas_.cairo(), style.grey, style.grey, style.grey);
        cairo_move_to(canvas_.cairo(), x + static_cast<double>(box.x) / PANGO_SCALE, y_ + base);
        pango_cairo_show_layout_line(canvas_.cairo(), pango_layout_iter_get_line_readonly(iter.get()));
        y_ += height;
    } while (pango_layout_iter_next_line(iter.get()) != FALSE);
    canvas_.end(tag);
}

} // namespace muster::print
