using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Payouts: what is due, what is on its way.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PayoutsPage;
