import Testing
@testable import Posture
@Suite struct SmootherTests {}
