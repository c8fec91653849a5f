import Foundation

/// Euclidean length.
func length(_ vector: SIMD2<Float>) -> Float { (vector * vector).sum().squareRoot() }

/// The angle in −π…π.
func wrapped(_ angle: Float) -> Float {
    angle - 2 * .pi * ((angle + .pi) / (2 * .pi)).rounded(.down)
}

func sigmoid(_ value: Float) -> Float { 1 / (1 + exp(-value)) }
