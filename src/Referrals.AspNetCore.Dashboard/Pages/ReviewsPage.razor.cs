using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Held referrals and rewards in review, with what was found.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class ReviewsPage;
