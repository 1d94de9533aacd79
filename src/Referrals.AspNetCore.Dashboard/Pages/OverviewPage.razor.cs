using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>KPIs of a period, charts, and what needs a hand.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OverviewPage;
