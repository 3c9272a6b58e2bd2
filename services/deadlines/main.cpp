#include "services/deadlines/deadlines.hpp"

int main(int argc, char** argv) { return fenghuo::run_process("deadlines", argc, argv, fenghuo::deadlines::run); }
