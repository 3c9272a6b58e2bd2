// A paper as PDF, A4, by Pango and Cairo with whichever Chinese font the machine has.
//
// Thread: any, each call by itself. The same paper gives the same bytes with the same fonts and libraries: no clock is read. No row is cut
// by a page's end. Failure: an Error that names the package, when no installed font has the Chinese characters (never boxes instead of
// words), or when Cairo gives up.
#pragma once

#include <functional>
#include <string>

#include "common/base/result.hpp"
#include "common/paper/paper.hpp"

namespace fenghuo {

struct Pdf {
  std::string bytes;
  std::size_t pages = 0;
};

// progress: called after each page that is drawn, with its number and how many there are.
Result<Pdf> render_pdf(const Paper& paper, const std::function<void(std::size_t page, std::size_t pages)>& progress = {});

}  // namespace fenghuo
