#include "services/escalator/decide.hpp"
#include "services/escalator/index.hpp"

namespace fenghuo::escalator {

std::shared_ptr<const Index> make_index(const wire::Bundle& bundle) { return std::make_shared<const Index>(bundle); }

}  // namespace fenghuo::escalator
