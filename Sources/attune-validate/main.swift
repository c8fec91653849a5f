try await Bench(minutes: [60, 60, 60, 60], surrogates: 0, data: nil).run()
