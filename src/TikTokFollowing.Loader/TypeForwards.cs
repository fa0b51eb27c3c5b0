using System.Runtime.CompilerServices;
using TikTokFollowing;

// PowerShell looks up type literals in the assemblies of the default context and follows type forwards. So
// [TikTokFollowing.FollowedUser] resolves without importing the core as a module, which would scan its types at each import.
[assembly: TypeForwardedTo(typeof(ConnectionTestResult))]
[assembly: TypeForwardedTo(typeof(DisplayText))]
[assembly: TypeForwardedTo(typeof(FollowedUser))]
[assembly: TypeForwardedTo(typeof(FollowingChange))]
[assembly: TypeForwardedTo(typeof(FollowingChangeKind))]
[assembly: TypeForwardedTo(typeof(FollowingConnection))]
[assembly: TypeForwardedTo(typeof(FollowingErrorKind))]
[assembly: TypeForwardedTo(typeof(FollowingException))]
[assembly: TypeForwardedTo(typeof(FollowingGraphFormat))]
[assembly: TypeForwardedTo(typeof(FollowingHistoryEntry))]
[assembly: TypeForwardedTo(typeof(FollowingProvider))]
[assembly: TypeForwardedTo(typeof(FollowingStatus))]
[assembly: TypeForwardedTo(typeof(FollowingSummary))]
[assembly: TypeForwardedTo(typeof(RateLimit))]
