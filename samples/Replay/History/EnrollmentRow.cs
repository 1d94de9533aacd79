using NodaTime;
using Referrals;

namespace Replay.History;

/// <summary>A customer became a referrer, and the code that the product handed out then, if it did.</summary>
internal sealed record EnrollmentRow(CustomerId Customer, Instant At, string? Code);
