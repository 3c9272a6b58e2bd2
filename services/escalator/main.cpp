#include "common/process/skeleton.hpp"
#include "services/escalator/app.hpp"

int main(int argc, char** argv) { return fenghuo::run_process("escalator", argc, argv, fenghuo::escalator::run); }
