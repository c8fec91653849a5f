#!/usr/bin/env Rscript
# The expected values of Tests/ReferenceStatisticsTests for small made-up series, computed with R's own cor,
# ccf, loess and spline: what rMEA 1.2.2, SUSY 0.1.0 and wcc 0.4.1 define, written down plainly.
#
#   scripts/peers-reference.R

# Park & Miller's generator: exact in doubles.
noise <- function(n, seed) {
  values <- numeric(n)
  for (i in 1:n) {
    seed <- (seed * 16807) %% 2147483647
    values[i] <- seed / 2147483647
  }
  values
}

# The second person follows the first by 4 samples.
n <- 400
x <- noise(n, 1)
y <- noise(n, 2)
for (t in 2:n) x[t] <- 0.75 * x[t - 1] + x[t]
for (t in 2:n) y[t] <- 0.5 * y[t - 1] + y[t]
y[5:n] <- y[5:n] + 0.5 * x[1:(n - 4)]
rate <- 10
show <- function(name, values) cat(name, format(values, digits = 17), "\n")

# --- rMEA: smooth 0.5 s would be 5 samples; 0.45 s (4.5) shows the cut window.
smooth <- function(a, width) sapply(seq_along(a), function(t) {
  from <- max(1, t - (width - 1) / 2)
  to <- t + (width - 1) / 2
  sum <- sum(a[seq(from, to)]) / width
  if (is.na(sum)) 0 else sum
})
rmea <- function(x, y, win, inc, lag, absolute) {
  starts <- seq(0, length(x) - win - lag, by = inc)
  table <- t(sapply(starts, function(start) sapply(-lag:lag, function(k) {
    a <- x[start + max(-k, 0) + 1:win]
    b <- y[start + max(k, 0) + 1:win]
    if (sum(is.na(x[start + 1:(win + lag)])) > (win + lag) / 2) NA
    else atanh(cor(a, b, use = "complete.obs"))
  })))
  if (absolute) table <- abs(table)
  over <- function(columns) mean(rowMeans(table[, columns, drop = FALSE], na.rm = TRUE), na.rm = TRUE)
  best <- apply(table, 1, function(row) if (all(is.na(row))) NA else (which.max(row) - lag - 1) / rate)
  c(nrow(table), ncol(table), mean(table, na.rm = TRUE), over((lag + 2):(2 * lag + 1)), over(1:lag),
    mean(table[, lag + 1], na.rm = TRUE), mean(best, na.rm = TRUE), table[1, 1], table[2, lag + 1])
}
sx <- smooth(x, 4.5)
sy <- smooth(y, 4.5)
show("smoothed", sx[c(1, 2, 3, 4, 100, 398, 399, 400)])
show("rmea signed", rmea(sx / sd(sx), sy / sd(sy), 60, 30, 10, FALSE))
show("rmea absolute", rmea(sx / sd(sx), sy / sd(sy), 60, 30, 10, TRUE))
gappy <- x
gappy[121:200] <- NA
gappy[c(30, 260)] <- NA
show("rmea gaps", rmea(gappy, y, 60, 30, 10, FALSE))

# --- SUSY
susy <- function(x, y, length, lag) {
  keep <- complete.cases(x, y)
  x <- x[keep]
  y <- y[keep]
  count <- round(length(x) / length - 0.499999)
  real <- pseudo <- realSigned <- pseudoSigned <- numeric(2 * lag + 1)
  for (i in 1:count) for (h in 1:count) {
    r <- ccf(x[(i - 1) * length + 1:length], y[(h - 1) * length + 1:length], lag.max = lag,
             plot = FALSE)$acf
    if (is.nan(r[1])) next
    z <- 0.5 * log((1 + r) / (1 - r))
    if (i == h) { real <- real + abs(z); realSigned <- realSigned + z }
    else { pseudo <- pseudo + abs(z); pseudoSigned <- pseudoSigned + z }
  }
  real <- real / count
  realSigned <- realSigned / count
  pseudo <- pseudo / (count * (count - 1))
  pseudoSigned <- pseudoSigned / (count * (count - 1))
  es <- function(a, b) (mean(a) - mean(b)) / sd(b)
  one <- 1:lag
  two <- (lag + 2):(2 * lag + 1)
  c(mean(real), mean(pseudo), sd(real), sd(pseudo), 2 * lag + 1, 100 * mean(real > pseudo), count,
    es(real, pseudo), mean(real[one]), mean(real[two]), es(real[one], pseudo[one]),
    es(real[two], pseudo[two]), mean(realSigned), mean(pseudoSigned), es(realSigned, pseudoSigned))
}
show("susy", susy(x, y, 60, 10))
still <- x
still[61:120] <- 1
still[c(5, 300, 301)] <- NA
show("susy still", susy(still, y, 60, 10))

# --- wcc
wcc <- function(x, y, win, lag, inc) {
  rows <- (length(x) - win - lag) %/% inc
  table <- t(sapply(lag + (1:rows - 1) * inc, function(start) sapply(-lag:lag, function(k) {
    a <- x[start - max(-k, 0) + 1:win]
    b <- y[start - max(k, 0) + 1:win]
    if (anyNA(c(a, b)) || sd(a) == 0 || sd(b) == 0) 0 else cor(a, b)
  })))
  columns <- ncol(table)
  peaks <- t(apply(table, 1, function(row) {
    curve <- spline(1:columns, fitted(loess(row ~ c(1:columns), degree = 2, span = 0.25)),
                    n = 2 * columns - 1)$y
    best <- -Inf
    waited <- 0
    for (width in 1:(columns - 1)) {
      inside <- (columns - width):(columns + width)
      if (max(curve[inside]) > best) { best <- max(curve[inside]); waited <- 0 }
      else { waited <- waited + 1; if (waited >= 8) break }
    }
    position <- match(best, curve[inside]) + inside[1] - 1 - columns
    if (abs(position) > columns - 9) c(NA, NA) else c(position, best)
  }))
  lags <- peaks[, 1] / 2
  t <- -4:4
  L <- cbind(1, t, t^2 / 2)
  weights <- (L %*% solve(t(L) %*% L))[, 1]
  smooth <- sapply(1:(rows - 8), function(i) sum(weights * lags[i + 0:8]))
  z <- atanh(peaks[, 2])
  list(summary = c(rows, columns, mean(z, na.rm = TRUE), var(z, na.rm = TRUE),
                   mean(abs(atanh(table))), var(c(atanh(table))), mean(atanh(table[, lag + 1])),
                   var(atanh(table[, lag + 1])), mean(smooth, na.rm = TRUE),
                   var(smooth, na.rm = TRUE)),
       cells = table[cbind(c(1, 1, 2), c(1, lag + 1, columns))], peaks = peaks[1:8, ])
}
result <- wcc(x, y, 40, 15, 10)
show("wcc", result$summary)
show("wcc cells", result$cells)
show("wcc positions", result$peaks[, 1])
show("wcc values", result$peaks[, 2])
still[61:120] <- 1
show("wcc still", wcc(still, y, 40, 15, 10)$summary)

row <- sin(1:31) + cos((1:31)^2)
curve <- fitted(loess(row ~ c(1:31), degree = 2, span = 0.25))
show("loess 31", curve[c(1, 2, 16, 30, 31)])
show("spline 31", spline(1:31, curve, n = 61)$y[c(1, 2, 4, 30, 58, 60)])
row <- sin(1:21) + cos((1:21)^2)
show("loess 21", fitted(loess(row ~ c(1:21), degree = 2, span = 0.25))[c(1, 2, 11, 20, 21)])
row <- sin(1:251) + cos((1:251)^2)
show("loess 251", fitted(loess(row ~ c(1:251), degree = 2, span = 0.25))[c(1, 2, 126, 200, 251)])
