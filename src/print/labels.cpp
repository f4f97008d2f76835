#include "canvas.hpp"

#include <array>

namespace muster::print {
namespace {

constexpr double label_width = 99.1 * mm;
constexpr double label_height = 38.1 * mm;
constexpr double sheet_left = 4.65 * mm;
constexpr double sheet_top = 15.15 * mm;
constexpr double between = 2.5 * mm;
constexpr std::size_t columns = 2;
constexpr std::size_t on_sheet = 14;
constexpr double code_size = 32.0 * mm;
constexpr Style title_style{"DejaVu Serif, NanumMyeongjo Bold 13"};

/// A text of the label, made smaller until it is as wide as there is room, but never cut.
double fitted(Canvas& canvas, std::string_view text, const Style& style, double x, double y, double room) {
    Text laid = canvas.text(text, style, 0.0);
    const double wide = width_of(laid);
    const double scale = wide > room ? room / wide : 1.0;
    cairo_save(canvas.cairo());
    cairo_translate(canvas.cairo(), x, y);
    cairo_scale(canvas.cairo(), scale, scale);
    canvas.show(laid, style, 0.0, 0.0);
    cairo_restore(canvas.cairo());
    return height_of(laid) * scale;
}

Result<void> draw(Canvas& canvas, const Label& label, double x, double y) {
    constexpr double inner = 3.0 * mm;
    if (auto code = canvas.code(label.code, label.title, x + inner, y + inner, code_size); !code) {
        return code;
    }
    const double at = x + inner + code_size + inner;
    const double room = label_width - code_size - 3.0 * inner;
    double down = y + inner;
    canvas.begin("P");
    down += fitted(canvas, label.title, title_style, at, down, room) + 1.0;
    for (const std::string& line : label.lines) {
        const Text laid = canvas.text(line, body_style, room);
        canvas.show(laid, body_style, at, down);
        down += height_of(laid);
    }
    if (label.simulated) {
        fitted(canvas, "SIMULATED", bold_style, at, y + label_height - 2.0 * inner, room);
    }
    canvas.end("P");
    return {};
}

} // namespace

Result<std::string> label_sheets(const About& about, const std::vector<Label>& labels, std::size_t used) {
    if (labels.empty()) {
        return fail(ErrorKind::usage, "there is nothing to print labels for");
    }
    if (used >= on_sheet) {
        return fail(ErrorKind::usage,
                    "a sheet has 14 places: 0 to 13 of them can be empty already, found " + std::to_string(used));
    }
    Canvas canvas(about);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::size_t place = (used + i) % on_sheet;
        if (place == 0 && i > 0) {
            canvas.next_page();
        }
        const std::size_t row = place / columns;
        const double x = sheet_left + static_cast<double>(place % columns) * (label_width + between);
        const double y = sheet_top + static_cast<double>(row) * label_height;
        if (auto drawn = draw(canvas, labels[i], x, y); !drawn) {
            return fail(drawn.error());
        }
    }
    return canvas.finish();
}

} // namespace muster::print
