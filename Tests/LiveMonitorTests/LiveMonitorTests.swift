import LiveMonitor
import Testing
